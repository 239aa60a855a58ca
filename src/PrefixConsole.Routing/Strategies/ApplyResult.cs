using System.Collections.Immutable;

namespace PrefixConsole.Routing.Strategies;

/// <summary>
/// Outcome of applying a spec: <see cref="Errors"/> is not empty when it was invalid; <see cref="Conflict"/> is true when
/// another revision came first. In both cases <see cref="Revision"/> is the one that stays active.
/// </summary>
public sealed record ApplyResult(StrategyRevision Revision, ImmutableArray<SpecError> Errors, bool Conflict)
{
    public bool Applied => Errors.IsEmpty && !Conflict;
}
