using System.Collections.Immutable;
using PrefixConsole.Access;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>Changes of the rules that name prefixes, audited.</summary>
public sealed class LabelRuleActs(Acts acts, LabelRuleBook book)
{
    /// <summary>As <see cref="LabelRuleBook.Set"/>.</summary>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<bool> ChangeAsync(Actor actor, ImmutableArray<LabelRule> rules, int? expected)
    {
        var before = book.Current.Rules;
        return acts.DoAsync(
            actor,
            "prefix.label-rules",
            "all",
            () => book.Set(rules, expected),
            done => done
                ? new ActReport(AuditResults.Done, Before: before, After: rules)
                : new ActReport(AuditResults.Conflict, "another change came first"));
    }
}
