namespace PrefixConsole.Operations;

/// <summary>A guardrail as it was last looked at.</summary>
/// <param name="What">What is measured, in words.</param>
/// <param name="Limit">Above this the change goes back; null while what it is compared with is not known.</param>
/// <param name="Value">Null while too few requests ended.</param>
/// <param name="Unit">Of both: %, or ms.</param>
/// <param name="Requests">Requests that it was measured on.</param>
public sealed record GuardReading(string What, double? Limit, double? Value, string Unit, long Requests)
{
    public bool IsBroken => Value > Limit;

    /// <summary>As the audit log says it.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{What} {Value:0.#} {Unit}, above {Limit:0.#} {Unit}, over the last {Guardrails.Window.TotalMinutes} minutes ({Requests} requests)");
}
