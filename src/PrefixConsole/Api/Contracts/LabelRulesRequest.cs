using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>All rules that name prefixes, in order; they replace those there are.</summary>
public sealed record LabelRulesRequest
{
    /// <summary>At most 50; none takes all away.</summary>
    public IReadOnlyList<LabelRule?>? Rules { get; init; }
}
