namespace PrefixConsole.Routing.Scheduling;

/// <summary>Which overlap of a worker counts.</summary>
public enum OverlapSource
{
    /// <summary>What the router predicts from what it sent.</summary>
    Predicted,

    /// <summary>What the worker reported.</summary>
    Reported,

    /// <summary>The greater of both.</summary>
    Both,
}
