using PrefixConsole.Components.Pages.Strategy;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Changes;

/// <summary>A revision, what it changed, and what it did as far as that is measured.</summary>
internal sealed record ChangeRow(StrategyRevision Revision, IReadOnlyList<SpecChange> Changes, string What, ChangeEffect? Effect)
{
    public static ChangeRow Of(MeasuredRevision measured, StrategyCatalog catalog)
    {
        var (revision, before, effect) = measured;
        IReadOnlyList<SpecChange> changes = before is null ? [] : SpecDiff.Between(before.Spec, revision.Spec, catalog);
        return new ChangeRow(revision, changes, RevisionHistory.InWords(changes, before is not null), effect);
    }
}
