namespace PrefixConsole.Gateway.Accuracy;

/// <summary>
/// Where the tokens of one prompt came from: how many were available in the fleet, captured by the choice of worker and delivered by its
/// engine, and why the rest was not. The causes sum to <see cref="Prompt"/> − <see cref="Delivered"/>, always.
/// </summary>
/// <remarks>
/// <para>
/// Available, captured and delivered are told apart as llm-d-router #2896 and #2897 ask for. Caches hold prefixes, so each of them is a
/// length counted from the start of the prompt, and each stretch between two of them has one reason. From the start, with every bound cut to
/// what is deliverable at all:
/// </para>
/// <list type="number">
/// <item>up to delivered: reused;</item>
/// <item>up to captured: the chosen worker should have had it. <see cref="ReuseCause.Tokenizer"/> when the engine's token count differs from our
/// exact one; else <see cref="ReuseCause.UntrustedIndex"/> for what was only predicted; else <see cref="ReuseCause.Evicted"/> where the index
/// has let go of it by now, or the worker reported removals since the decision (the request itself stores its blocks again, so that they are
/// in the index does not show that they stayed); else <see cref="ReuseCause.StaleIndex"/>;</item>
/// <item>up to available: <see cref="ReuseCause.Overruled"/>;</item>
/// <item>up to deliverable: nobody had it. When nobody had any of the prompt, <see cref="ReuseCause.Tokenizer"/> if the token counts differ (the
/// index was asked for other tokens), else <see cref="ReuseCause.Namespace"/> as far as the content was served under another one; the rest
/// is <see cref="ReuseCause.Cold"/>;</item>
/// <item>up to the end: <see cref="ReuseCause.BelowBlock"/>.</item>
/// </list>
/// <para>What the engine had beyond captured is <see cref="Unexpected"/>; it shortens the later stretches and is no cause.</para>
/// </remarks>
public readonly record struct ReuseAccount
{
    public int Prompt { get; private init; }

    public int Available { get; private init; }

    public int Captured { get; private init; }

    public int Delivered { get; private init; }

    /// <summary>Delivered beyond captured: the engine had more than was known.</summary>
    public int Unexpected { get; private init; }

    public int Cold { get; private init; }

    public int Namespace { get; private init; }

    public int BelowBlock { get; private init; }

    public int Overruled { get; private init; }

    public int Evicted { get; private init; }

    public int StaleIndex { get; private init; }

    public int UntrustedIndex { get; private init; }

    public int Tokenizer { get; private init; }

    /// <summary>What the chosen worker had reported to hold, trusted or not; null when it could not be asked.</summary>
    public int? Reported { get; private init; }

    /// <summary>What the chosen worker was predicted to hold; null when the prompt has no text blocks.</summary>
    public int? Predicted { get; private init; }

    public int Lost => Prompt - Delivered;

    /// <summary>Captured and delivered differ by more than a tenth of the prompt, and by more than what blocks of usual size explain.</summary>
    public bool IsMispredicted => Math.Abs(Captured - Delivered) > Math.Max(32, Prompt / 10);

    public int this[ReuseCause cause] => cause switch
    {
        ReuseCause.Cold => Cold,
        ReuseCause.Namespace => Namespace,
        ReuseCause.BelowBlock => BelowBlock,
        ReuseCause.Overruled => Overruled,
        ReuseCause.Evicted => Evicted,
        ReuseCause.StaleIndex => StaleIndex,
        ReuseCause.UntrustedIndex => UntrustedIndex,
        ReuseCause.Tokenizer => Tokenizer,
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };

    public static ReuseAccount Of(in ReuseEvidence evidence)
    {
        var prompt = Math.Max(0, evidence.Prompt);
        var delivered = Math.Clamp(evidence.Delivered, 0, prompt);
        var captured = Math.Clamp(evidence.Captured, 0, prompt);
        var available = Math.Clamp(evidence.Available, captured, prompt);
        var deliverable = Math.Clamp(evidence.Deliverable, 0, prompt);

        // each stretch starts where the one before it ends
        var atWorker = Math.Max(delivered, Math.Min(captured, deliverable));
        var elsewhere = Math.Max(atWorker, Math.Min(available, deliverable));
        var nowhere = Math.Max(elsewhere, deliverable);

        // nothing of an unreported prompt can be vouched for, and nothing that was never vouched for can be stale
        var vouched = evidence.CountsDiffer ? delivered : Math.Clamp(evidence.Vouched, delivered, atWorker);
        var stale = evidence.RemovedSince ? 0 : Math.Clamp(evidence.StillHeld, delivered, vouched) - delivered;
        var nobodyHeldAny = available == 0;
        var namespaced = nobodyHeldAny && !evidence.CountsDiffer ? Math.Clamp(evidence.Elsewhere, elsewhere, nowhere) - elsewhere : 0;
        var mistaken = nobodyHeldAny && evidence.CountsDiffer ? nowhere - elsewhere : 0;

        return new ReuseAccount
        {
            Prompt = prompt,
            Available = available,
            Captured = captured,
            Delivered = delivered,
            Unexpected = Math.Max(0, delivered - captured),
            Evicted = vouched - delivered - stale,
            StaleIndex = stale,
            UntrustedIndex = evidence.CountsDiffer ? 0 : atWorker - vouched,
            Tokenizer = (evidence.CountsDiffer ? atWorker - delivered : 0) + mistaken,
            Overruled = elsewhere - atWorker,
            Namespace = namespaced,
            Cold = nowhere - elsewhere - namespaced - mistaken,
            BelowBlock = prompt - nowhere,
            Reported = Cut(evidence.Reported, prompt),
            Predicted = Cut(evidence.Predicted, prompt),
        };
    }

    private static int? Cut(int? tokens, int prompt) => tokens is { } known ? Math.Clamp(known, 0, prompt) : null;
}
