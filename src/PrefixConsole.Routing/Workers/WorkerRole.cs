namespace PrefixConsole.Routing.Workers;

/// <summary>Which phase of a request a worker takes.</summary>
public enum WorkerRole
{
    /// <summary>Prefill and decode in one engine; the default.</summary>
    Both,
    Prefill,
    Decode,
}
