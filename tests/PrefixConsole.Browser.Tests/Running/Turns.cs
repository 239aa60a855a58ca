namespace PrefixConsole.Browser.Tests.Running;

/// <summary>Collections of tests: those of one take turns, the two run beside each other.</summary>
internal static class Turns
{
    /// <summary>They share one app, which some of them change.</summary>
    public const string SharedApp = "one app for all";

    /// <summary>Each starts an app of its own, and mostly waits for it.</summary>
    public const string OwnApp = "an app of its own";
}
