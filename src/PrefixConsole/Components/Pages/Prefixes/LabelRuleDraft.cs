using System.Globalization;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>A rule as it is being typed.</summary>
internal sealed class LabelRuleDraft
{
    public string Label { get; set; } = "";

    public string Model { get; set; } = "";

    public string Adapter { get; set; } = "";

    public string Tenant { get; set; } = "";

    public string Part { get; set; } = "";

    public bool AtStart { get; set; }

    public string MinTokens { get; set; } = "";

    public static LabelRuleDraft Of(LabelRule rule) => new()
    {
        Label = rule.Label,
        Model = rule.Model ?? "",
        Adapter = rule.Adapter ?? "",
        Tenant = rule.Tenant ?? "",
        Part = rule.Part ?? "",
        AtStart = rule.AtStart,
        MinTokens = rule.MinTokens?.ToString(CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>What is not a number becomes one that no rule may have.</summary>
    public LabelRule ToRule() => new()
    {
        Label = Label.Trim(),
        Model = Some(Model),
        Adapter = Some(Adapter),
        Tenant = Some(Tenant),
        Part = Some(Part),
        AtStart = AtStart,
        MinTokens = Some(MinTokens) is not { } typed ? null : int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1,
    };

    private static string? Some(string text) => text.Trim() is { Length: > 0 } some ? some : null;
}
