namespace PrefixConsole.Api.Contracts;

/// <summary>JSON has no NaN and no infinity: a missing signal is null.</summary>
internal static class Numbers
{
    public static double? Finite(float? value) => value is { } number && float.IsFinite(number) ? number : null;
}
