using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Reads the predicted prefix tree for display. Ids are <see cref="PrefixNodeView.Id"/>.</summary>
public sealed class PrefixExplorer
{
    /// <summary>Children of a run (roots when null), largest first; null when the run or the worker is unknown.</summary>
    public PrefixTreeView? Children(string? parentId, WorkerId? worker, int max = 200) => throw new NotImplementedException();

    /// <summary>The largest runs below a root (all roots when null) that fit in <paramref name="maxNodes"/>; null when the root or the worker is unknown.</summary>
    public PrefixTreeView? Tree(string? rootId, WorkerId? worker, int maxNodes = 300) => throw new NotImplementedException();

    public PrefixNodeView? Find(string id, WorkerId? worker = null) => throw new NotImplementedException();

    /// <summary>Names a run; null or empty takes the label away. At most 10,000 labels of 80 characters. False: unknown run or too long.</summary>
    public bool SetLabel(string id, string? label) => throw new NotImplementedException();
}
