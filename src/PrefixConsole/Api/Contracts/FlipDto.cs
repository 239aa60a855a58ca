using PrefixConsole.Routing.Scheduling.Explaining;

namespace PrefixConsole.Api.Contracts;

/// <summary>The smallest change of one input that would have made another worker win.</summary>
/// <param name="Kind">Weight (of a scorer), Load (more requests at the winner, or fewer at a rival) or Cache (leading blocks at a rival).</param>
/// <param name="Subject">Name of the scorer, or id of the worker.</param>
/// <param name="From">The value as it was.</param>
/// <param name="To">The value at which another wins: just beyond it for a weight, exactly it for the others.</param>
/// <param name="Winner">Who wins then.</param>
public sealed record FlipDto(string Kind, string Subject, double From, double To, string Winner)
{
    internal static FlipDto Of(FlipPoint flip) => new(flip.Kind.ToString(), flip.Subject, flip.From, flip.To, flip.Winner.Value);
}
