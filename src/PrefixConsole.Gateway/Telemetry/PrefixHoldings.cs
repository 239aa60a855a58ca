using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Estimated tokens of a run by who holds them.</summary>
/// <param name="Run">The run.</param>
/// <param name="Distinct">Held by anybody, counted once.</param>
/// <param name="Held">Counted for every holder.</param>
/// <param name="OnlyA">Held by worker A and not by B.</param>
/// <param name="Both">Held by both.</param>
/// <param name="OnlyB">Held by worker B and not by A.</param>
internal readonly record struct PrefixHoldings(PrefixNodeInfo Run, long Distinct, long Held, long OnlyA, long Both, long OnlyB)
{
    public long Duplicated => Held - Distinct;

    /// <param name="run">The run.</param>
    /// <param name="workers">Those there are, by slot; others do not count.</param>
    /// <param name="a">Slot of worker A; null when none are compared.</param>
    /// <param name="b">Slot of worker B.</param>
    public static PrefixHoldings Of(PrefixNodeInfo run, Dictionary<int, Worker> workers, int? a, int? b)
    {
        var (most, all, ofA, ofB) = (0, 0L, 0, 0);
        foreach (var holder in run.Holders)
        {
            if (!workers.ContainsKey(holder.Slot))
            {
                continue;
            }

            most = Math.Max(most, holder.Blocks);
            all += holder.Blocks;
            ofA = holder.Slot == a ? holder.Blocks : ofA;
            ofB = holder.Slot == b ? holder.Blocks : ofB;
        }

        var both = Math.Min(ofA, ofB);
        return new PrefixHoldings(run, Tokens(run, most), Tokens(run, all), Tokens(run, ofA - both), Tokens(run, both), Tokens(run, ofB - both));
    }

    private static long Tokens(PrefixNodeInfo run, long blocks) => TokenEstimate.Of(blocks, run.BlockSize, run.Unit);
}
