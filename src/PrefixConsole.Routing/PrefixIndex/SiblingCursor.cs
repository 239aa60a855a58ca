namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>
/// A place in a list of siblings that outlives the lock: the forest moves it on when the run it stands at goes. New siblings enter at the
/// front, behind it, so it comes by every run that stays exactly once.
/// </summary>
internal sealed class SiblingCursor(PrefixRun parent)
{
    /// <summary>Next run to visit; null at the end.</summary>
    public PrefixRun? Next { get; set; } = parent.FirstChild;
}
