using PrefixConsole.Operations;

namespace PrefixConsole.Api.Contracts;

/// <summary>A guardrail as it was last looked at.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Limit">Above this the change is taken back; null while what it is compared with is not known.</param>
/// <param name="Value">Null while too few requests ended.</param>
/// <param name="Unit">% or ms.</param>
/// <param name="Requests">Requests that it was measured on.</param>
public sealed record GuardReadingDto(string What, double? Limit, double? Value, string Unit, long Requests)
{
    internal static GuardReadingDto From(GuardReading reading) => new(reading.What, reading.Limit, reading.Value, reading.Unit, reading.Requests);
}
