using System.Runtime.InteropServices;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Counts the warm prefixes that decisions use, and those that the same decisions made again would use no more; see <see cref="WarmUse"/>.</summary>
/// <remarks>
/// The length of a head is part of what names it: a strategy that hashes more or fewer blocks has another key for the same prompt. What is found
/// short of the head's end is left out: many prompts may share such a beginning, each under a key of its own. Bounded by the decisions it is given.
/// </remarks>
internal sealed class WarmHeads
{
    private readonly Dictionary<((ulong Key, int Blocks) Head, WorkerId Worker), int> _used = [];
    private readonly HashSet<((ulong Key, int Blocks) Head, WorkerId Worker)> _asked = [];
    private readonly HashSet<(ulong Key, int Blocks)> _untold = [];
    private readonly HashSet<(PrefixUnit Unit, int Length)> _lengths = [];
    private int _partial;
    private int _keyless;

    /// <param name="decision">As it was made.</param>
    /// <param name="other">Who would be chosen; null for nobody, or when it cannot be told.</param>
    /// <param name="told">Whether it can be told.</param>
    public void Add(RoutingDecision decision, WorkerId? other, bool told)
    {
        if (decision.Winner is not { } winner)
        {
            return;
        }

        var request = decision.Request;
        if (!request.HasKeys)
        {
            _keyless++;
            return;
        }

        var head = (request.RingKey, request.RingBlocks);
        if (request.RingBlocks < request.Blocks.Count)
        {
            _lengths.Add((request.Blocks.Unit, request.RingBlocks * request.Blocks.BlockSize));
        }

        if (!told)
        {
            _untold.Add(head);
        }
        else if (other is { } worker)
        {
            _asked.Add((head, worker));
        }

        if (decision.CapturedTokens is > 0 and var found)
        {
            if (ReachesEnd(request, found))
            {
                ref var most = ref CollectionsMarshal.GetValueRefOrAddDefault(_used, (head, winner), out _);
                most = Math.Max(most, found);
            }
            else
            {
                _partial++;
            }
        }
    }

    public WarmUse Read()
    {
        var (left, untold) = (0, 0);
        long tokens = 0, leftTokens = 0, untoldTokens = 0;
        foreach (var (prefix, found) in _used)
        {
            tokens += found;
            if (_asked.Contains(prefix))
            {
                continue;
            }

            if (_untold.Contains(prefix.Head))
            {
                untold++;
                untoldTokens += found;
            }
            else
            {
                left++;
                leftTokens += found;
            }
        }

        return new WarmUse(
            _used.Count, tokens, left, leftTokens, untold, untoldTokens, _partial, _keyless, Longest(PrefixUnit.TextBytes), Longest(PrefixUnit.Tokens),
            _lengths.Select(l => l.Unit).Distinct().Count() < _lengths.Count);
    }

    // A worker reports whole blocks of tokens, which end where the head's blocks of text need not.
    private static bool ReachesEnd(in DecidedRequest request, int found) =>
        request.RingBlocks > 0 && found + Math.Max(0, request.TokenBlocks.BlockSize - 1) >= request.ToTokens(request.RingBlocks);

    private int? Longest(PrefixUnit unit) => _lengths.Where(l => l.Unit == unit).Max(l => (int?)l.Length);
}
