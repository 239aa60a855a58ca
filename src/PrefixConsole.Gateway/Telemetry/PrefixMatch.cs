using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Estimated tokens of text that are predicted, reported, or both, for one worker.</summary>
/// <param name="Both">Predicted and reported.</param>
/// <param name="OnlyPredicted">Predicted; known not to be reported.</param>
/// <param name="OnlyReported">Reported, not predicted.</param>
/// <param name="Unknown">Predicted; no served prompt tells which tokens they are.</param>
public readonly record struct PrefixMatch(long Both, long OnlyPredicted, long OnlyReported, long Unknown)
{
    public long Predicted => Both + OnlyPredicted + Unknown;

    public long Reported => Both + OnlyReported;

    /// <summary>All that can be compared.</summary>
    public long Known => Both + OnlyPredicted + OnlyReported;

    public long Differing => OnlyPredicted + OnlyReported;

    public PrefixDifference Difference => (Known, Differing) switch
    {
        (0, _) => PrefixDifference.Unknown,
        (_, 0) => PrefixDifference.Same,
        _ when OnlyPredicted == Known => PrefixDifference.OnlyPredicted,
        _ when OnlyReported == Known && Unknown == 0 => PrefixDifference.OnlyReported,
        _ => PrefixDifference.Partly,
    };

    public static PrefixMatch operator +(PrefixMatch a, PrefixMatch b) => a.Add(b);

    public PrefixMatch Add(PrefixMatch other) =>
        new(Both + other.Both, OnlyPredicted + other.OnlyPredicted, OnlyReported + other.OnlyReported, Unknown + other.Unknown);

    /// <summary>Compares a run of the predicted tree block by block.</summary>
    /// <param name="run">The run.</param>
    /// <param name="predicted">Its leading blocks that the worker is predicted to hold.</param>
    /// <param name="links">Where its token blocks are known from.</param>
    /// <param name="reports">Whether the worker reported a token block.</param>
    internal static PrefixMatch Of(PrefixNodeInfo run, int predicted, PromptLinks links, Func<ulong, bool> reports)
    {
        const int Batch = 256;
        Span<long> blocks = stackalloc long[4];
        var found = new PromptLink[Math.Min(Batch, run.Hashes.Length)];
        for (var from = 0; from < run.Hashes.Length; from += Batch)
        {
            var hashes = run.Hashes.Span[from..Math.Min(run.Hashes.Length, from + Batch)];
            links.Find(hashes, found);
            for (var i = 0; i < hashes.Length; i++)
            {
                var isPredicted = from + i < predicted;
                var isReported = found[i].TokenBlocks == 0 ? default(bool?) : reports(found[i].Token);
                switch (isPredicted, isReported)
                {
                    case (true, true):
                        blocks[0]++;
                        break;
                    case (true, false):
                        blocks[1]++;
                        break;
                    case (false, true):
                        blocks[2]++;
                        break;
                    case (true, null):
                        blocks[3]++;
                        break;
                }
            }
        }

        return new PrefixMatch(Tokens(run, blocks[0]), Tokens(run, blocks[1]), Tokens(run, blocks[2]), Tokens(run, blocks[3]));
    }

    private static long Tokens(PrefixNodeInfo run, long blocks) => TokenEstimate.Of(blocks, run.BlockSize, run.Unit);
}
