namespace PrefixConsole.Components.Layout;

/// <summary>Colour of the name of an environment: production must not be taken for staging at 3 a.m.</summary>
internal static class EnvironmentColor
{
    /// <summary>Dark enough for white text at 4.5 : 1.</summary>
    public static string Of(string environment) => environment.ToUpperInvariant() switch
    {
        var e when e.StartsWith("PROD", StringComparison.Ordinal) => "#b3261e",
        var e when e.StartsWith("STAG", StringComparison.Ordinal) || e.StartsWith("PRE", StringComparison.Ordinal) => "#9a5b00",
        var e when e.StartsWith("DEV", StringComparison.Ordinal) || e.StartsWith("TEST", StringComparison.Ordinal) => "#1b7a43",
        _ => "#44515f",
    };
}
