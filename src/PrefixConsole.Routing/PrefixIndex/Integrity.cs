namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Used by the self-checks of the indexes, which tests run.</summary>
internal static class Integrity
{
    public static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"Index is inconsistent: {what}.");
        }
    }
}
