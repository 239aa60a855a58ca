using System.Collections.Immutable;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Checks a <see cref="KvEventOptions"/> and turns it into a <see cref="KvEventSource"/>.</summary>
internal static class KvEventRules
{
    private const string Field = "kvEvents";
    private const int MaxPort = 65_535;

    public static void Check(ImmutableArray<FieldError>.Builder errors, KvEventOptions options, bool allowPrivate, OwnAddresses own)
    {
        var ranks = options.Ranks;
        if (ranks is < 1 or > KvEventLimits.MaxRanks)
        {
            errors.Add(new FieldError($"{Field}.ranks", FormattableString.Invariant($"must be between 1 and {KvEventLimits.MaxRanks}, was {ranks}")));
            ranks = 1;
        }

        if (CheckAddress(options.Endpoint, ranks, mayListen: true, allowPrivate, own) is { } endpoint)
        {
            errors.Add(new FieldError($"{Field}.endpoint", endpoint));
        }

        if (!string.IsNullOrEmpty(options.ReplayEndpoint) && CheckAddress(options.ReplayEndpoint, ranks, mayListen: false, allowPrivate, own) is { } replay)
        {
            errors.Add(new FieldError($"{Field}.replayEndpoint", replay));
        }

        if (options.Topic is { } topic && (topic.Length > KvEventLimits.MaxTopicLength || topic.Any(char.IsControl)))
        {
            errors.Add(new FieldError($"{Field}.topic", $"must be at most {KvEventLimits.MaxTopicLength} characters, none of them control characters"));
        }
    }

    /// <summary>Only for options without errors.</summary>
    public static KvEventSource ToSource(KvEventOptions options) =>
        new(options.Endpoint!, string.IsNullOrEmpty(options.ReplayEndpoint) ? null : options.ReplayEndpoint, options.Topic ?? "", options.Ranks);

    /// <summary>The error of a source that wants to listen on a port where something else does already; null when there is none.</summary>
    /// <remarks><paramref name="listening"/>: ports that are taken, and by whom.</remarks>
    public static FieldError? CheckPorts(KvEventSource? source, IEnumerable<(int Port, string Owner)> listening)
    {
        var ports = PortsOf(source).ToHashSet();
        foreach (var (port, owner) in listening)
        {
            if (ports.Contains(port))
            {
                return new FieldError($"{Field}.endpoint", FormattableString.Invariant($"must not listen on port {port}: {owner} does"));
            }
        }

        return null;
    }

    /// <summary>Ports that a source listens on; none when it connects.</summary>
    public static IEnumerable<int> PortsOf(KvEventSource? source) =>
        source is not null && KvEventAddress.Parse(source.Endpoint) is { Listens: true } address ? Enumerable.Range(address.Port, source.Ranks) : [];

    /// <summary>The port of the listener that engines of all workers share.</summary>
    public static IEnumerable<(int Port, string Owner)> Common(string? listen) =>
        KvEventAddress.Parse(listen) is { } address ? [(address.Port, "Gateway:KvEventsListen")] : [];

    private static string? CheckAddress(string? text, int ranks, bool mayListen, bool allowPrivate, OwnAddresses own)
    {
        if (text is null || text.Length > WorkerRules.MaxUrlLength || KvEventAddress.Parse(text) is not { } address || (address.Listens && !mayListen))
        {
            return "must be an address such as tcp://10.0.0.5:5557" + (mayListen ? ", or tcp://*:5557 to listen" : "");
        }

        if (address.Port + ranks - 1 > MaxPort)
        {
            return FormattableString.Invariant($"must leave room for a port per rank: {address.Port} and {ranks} ranks go beyond {MaxPort}");
        }

        if (address.Listens)
        {
            return Enumerable.Range(address.Port, ranks).Any(own.Ports.Contains) ? "must not be an address this process listens on" : null;
        }

        return WorkerAddressRules.Refuse(address.ToUri(), allowPrivate)
            ?? (Enumerable.Range(0, ranks).Any(r => own.Contains(address.ForRank(r).ToUri())) ? "must not be an address this process listens on" : null);
    }
}
