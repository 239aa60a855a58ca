namespace PrefixConsole.Components.Layout;

/// <summary>The console's keys, for acting on and for the sheet that lists them.</summary>
internal static class Shortcuts
{
    public static IReadOnlyList<(string Keys, string Meaning)> All { get; } =
    [
        ("g o", "Overview"),
        ("g w", "Workers"),
        ("g i", "Ingest of KV events"),
        ("g p", "Prefixes"),
        ("g d", "Decisions"),
        ("g a", "Accuracy"),
        ("g s", "Strategy"),
        ("g c", "Changes of strategy"),
        ("g t", "Where would it go?"),
        ("g l", "Alerts"),
        ("g u", "Audit"),
        ("g h", "Help"),
        ("space", "Pause or resume live data"),
        ("/", "Search a worker, request, prefix or tenant"),
        ("?", "This list"),
    ];

    /// <summary>Page that a two-key shortcut goes to; null for other keys.</summary>
    public static string? PageOf(string keys) => keys switch
    {
        "g o" => "/",
        "g w" => "/workers",
        "g i" => "/ingest",
        "g p" => "/prefixes",
        "g d" => "/decisions",
        "g a" => "/accuracy",
        "g s" => "/strategy",
        "g c" => "/changes",
        "g t" => "/try",
        "g l" => "/alerts",
        "g u" => "/audit",
        "g h" => "/help",
        _ => null,
    };
}
