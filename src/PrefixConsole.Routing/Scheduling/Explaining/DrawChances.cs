using System.Collections.Immutable;
using PrefixConsole.Routing.Pickers;

namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>The chance that each candidate of a recorded draw had: worked out from the record by the picker that drew, never drawn again.</summary>
public static class DrawChances
{
    /// <summary>One per surviving candidate in the order of their columns, 0 to 1; empty when nothing was drawn, or when the record does not tell.</summary>
    public static ImmutableArray<double> Of(RoutingDecision decision)
    {
        DecisionCandidate[] left = [.. decision.Candidates.Where(c => c.Column >= 0).OrderBy(c => c.Column)];
        var scored = decision.Totals.Length == left.Length;
        if (decision.Winner is null || left.Length < 2)
        {
            return [];
        }

        var chances = new double[left.Length];
        switch (decision.Reason)
        {
            case DecisionReasons.Random:
                Array.Fill(chances, 1.0 / left.Length);
                break;
            case DecisionReasons.PowerOfTwo:
                PowerOfTwoPicker.Chances([.. left.Select(c => c.InFlight)], chances);
                break;
            case DecisionReasons.WeightedRandom when scored && SoftmaxPicker.TemperatureOf(decision.TieBreak) is { } temperature:
                SoftmaxPicker.Chances(decision.Totals, temperature, chances);
                break;
            case DecisionReasons.WeightedRandom when scored && decision.Picker == PickerNames.WeightedRandom:
                WeightedRandomPicker.Chances(decision.Totals, chances);
                break;
            default:
                return OfEquals(decision, left, chances);
        }

        return [.. chances];
    }

    /// <summary>Of a draw among equals, where the record tells who they were: by total, or by load.</summary>
    private static ImmutableArray<double> OfEquals(RoutingDecision decision, DecisionCandidate[] left, double[] chances)
    {
        var winner = Array.FindIndex(left, c => c.Worker == decision.Winner);
        if (winner < 0 || TieBreaks.DrawnAmong(decision.TieBreak) is not { } among)
        {
            return [];
        }

        var equal = decision.Reason switch
        {
            DecisionReasons.MaxScore when decision.Totals.Length == left.Length => i => decision.Totals[i] == decision.Totals[winner],
            DecisionReasons.LeastLoaded or DecisionReasons.CacheMiss or DecisionReasons.LoadSpill =>
                i => left[i].InFlight == left[winner].InFlight && left[i].Processed == left[winner].Processed,
            _ => (Func<int, bool>?)null,
        };
        if (equal is null || Enumerable.Range(0, left.Length).Count(equal) != among)
        {
            return [];
        }

        for (var i = 0; i < chances.Length; i++)
        {
            chances[i] = equal(i) ? 1.0 / among : 0;
        }

        return [.. chances];
    }
}
