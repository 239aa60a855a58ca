namespace PrefixConsole.Simulation.Engine;

internal enum CacheBlockState
{
    Free,

    /// <summary>Held by one request and not full: nobody else can use it.</summary>
    Private,

    /// <summary>Full and findable by its hash, held or idle.</summary>
    Cached,
}
