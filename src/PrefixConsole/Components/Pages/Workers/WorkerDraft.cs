using System.Globalization;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>A worker as it is typed, and what that means.</summary>
internal sealed class WorkerDraft
{
    public string Id { get; set; } = "";

    public string Url { get; set; } = "";

    /// <summary>Separated by commas.</summary>
    public string Models { get; set; } = "";

    /// <summary>Separated by commas.</summary>
    public string Adapters { get; set; } = "";

    public string Role { get; set; } = new WorkerOptions().Role;

    public string Engine { get; set; } = new WorkerOptions().Engine;

    public string MetricsUrl { get; set; } = "";

    public string KvBlocks { get; set; } = "";

    public string BlockSize { get; set; } = "";

    public string Endpoint { get; set; } = "";

    public string ReplayEndpoint { get; set; } = "";

    public string Topic { get; set; } = "";

    public string Ranks { get; set; } = "";

    // A rank count alone asks for nothing.
    private bool HasEvents => Text(Endpoint) is not null || Text(ReplayEndpoint) is not null || Text(Topic) is not null;

    /// <summary>New each time: what was added must not change while the next one is typed.</summary>
    public WorkerOptions ToOptions() => new()
    {
        Id = Text(Id),
        Url = Text(Url),
        Models = Split(Models),
        Adapters = Split(Adapters),
        Role = Role,
        Engine = Engine,
        MetricsUrl = Text(MetricsUrl),
        KvBlocks = Number(KvBlocks),
        BlockSize = Number(BlockSize),
        KvEvents = HasEvents
            ? new KvEventOptions { Endpoint = Text(Endpoint), ReplayEndpoint = Text(ReplayEndpoint), Topic = Text(Topic), Ranks = Number(Ranks) ?? 1 }
            : null,
    };

    /// <summary>What the fleet would refuse of it, by field, and what is typed for a number and is none.</summary>
    public IReadOnlyList<FieldError> Check(FleetService fleet) =>
    [
        .. NotANumber("kvBlocks", KvBlocks),
        .. NotANumber("blockSize", BlockSize),
        .. NotANumber("kvEvents.ranks", Ranks),
        .. fleet.Check(ToOptions()),
    ];

    private static IEnumerable<FieldError> NotANumber(string field, string text) =>
        Text(text) is not null && Number(text) is null ? [new FieldError(field, "must be a whole number")] : [];

    private static int? Number(string text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(string text) => text.Trim() is { Length: > 0 } typed ? typed : null;

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
