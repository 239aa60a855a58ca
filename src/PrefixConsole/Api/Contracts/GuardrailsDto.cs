using PrefixConsole.Operations;

namespace PrefixConsole.Api.Contracts;

/// <summary>
/// Conditions that take a change back before its time, each over the last two minutes with at least 50 requests. Absent: not looked at.
/// </summary>
/// <param name="ErrorPercent">More than this share of requests fails on the server's side; 0.1 to 99.</param>
/// <param name="TtftTimes">TTFT p95 is above this many times what it was before the change, or, for a trial, that of the active revision; 1.1 to 100.</param>
/// <param name="TtftSeconds">TTFT p95 is above this many seconds; 0.01 to 100.</param>
public sealed record GuardrailsDto(double? ErrorPercent, double? TtftTimes, double? TtftSeconds)
{
    /// <summary>Null when no condition is given.</summary>
    internal static Guardrails? ToGuards(GuardrailsDto? dto) =>
        dto is null || new Guardrails(dto.ErrorPercent, dto.TtftTimes, dto.TtftSeconds) is not { IsEmpty: false } guards ? null : guards;
}
