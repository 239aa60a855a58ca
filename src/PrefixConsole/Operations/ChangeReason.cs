using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Operations;

/// <summary>Why a strategy is changed. Whoever changes it says so: the history is read by those who were not there.</summary>
public static class ChangeReason
{
    /// <summary>Most characters.</summary>
    public const int Longest = 500;

    /// <summary>What is wrong with a reason; null when nothing is. White space alone is none.</summary>
    public static FieldError? Check(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? new FieldError("reason", $"say why, in 1 to {Longest} characters: it stays in the history")
        : reason.Length > Longest || reason.Any(c => char.IsControl(c) && c is not '\n' and not '\t')
            ? new FieldError("reason", $"must be at most {Longest} characters, none of them control characters")
        : null;
}
