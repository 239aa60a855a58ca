using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>The runs from the outermost one to a given one, for the breadcrumbs.</summary>
internal static class PrefixTrail
{
    /// <summary>Longest trail; the outer end of a longer one is cut.</summary>
    public const int MaxLength = 64;

    public static ImmutableArray<PrefixNodeView> Of(string? id, Func<string, PrefixNodeView?> find)
    {
        var trail = ImmutableArray.CreateBuilder<PrefixNodeView>();
        while (id is not null && trail.Count < MaxLength && find(id) is { } run)
        {
            trail.Insert(0, run);
            id = run.ParentId;
        }

        return trail.ToImmutable();
    }
}
