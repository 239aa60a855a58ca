using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>The rules that name prefixes: the first that fits a run names it, unless an operator has.</summary>
/// <param name="Revision">Rises with each change.</param>
/// <param name="Rules">In order.</param>
/// <param name="Runs">By rule: runs that it names now, of those that were read.</param>
/// <param name="ReadShare">Share of the tree that was read to tell, 0 to 1.</param>
public sealed record LabelRulesDto(int Revision, ImmutableArray<LabelRule> Rules, ImmutableArray<int> Runs, double ReadShare);
