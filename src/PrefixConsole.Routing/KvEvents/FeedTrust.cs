namespace PrefixConsole.Routing.KvEvents;

/// <summary>
/// Trust in one feed: what its sequence of batches allows, what answers of the engine say against it, and whether anything is heard at all.
/// Not thread-safe but for <see cref="Current"/>.
/// </summary>
internal sealed class FeedTrust
{
    /// <summary>Answers in a row that must agree before an incomplete index is trusted.</summary>
    public const int ConfirmationsToTrust = 10;

    private readonly TimeProvider _time;
    private KvTrustState _earned;
    private string? _silence;
    private bool _lost;
    private volatile KvTrustState _current;

    public FeedTrust(TimeProvider time)
    {
        _time = time;
        _earned = new KvTrustState(KvTrust.CatchingUp, "no batch has come yet", time.GetUtcNow());
        _silence = "no batch has come yet";
        _current = new KvTrustState(KvTrust.Silent, _silence, time.GetUtcNow());
    }

    public KvTrustState Current => _current;

    /// <summary>What counts when the feed is neither silent nor shut out.</summary>
    public KvTrust Earned => _earned.Trust;

    public KvTrustState EarnedState => _earned;

    public bool IsSilent => _lost || _silence is not null;

    public bool IsQuarantined { get; private set; }

    public int Confirmations { get; private set; }

    public int Contradictions { get; private set; }

    public void Set(KvTrust trust, string cause)
    {
        (Confirmations, Contradictions) = (0, 0);
        _earned = new KvTrustState(trust, cause, trust == _earned.Trust && cause == _earned.Cause ? _earned.Since : _time.GetUtcNow());
        Show();
    }

    /// <param name="cause">Null: it is heard again.</param>
    public void SetSilence(string? cause)
    {
        if (_silence != cause)
        {
            _silence = cause;
            Show();
        }
    }

    /// <param name="lost">
    /// The connection to the engine was lost: silent until it is found, even when batches that came over it are still read from a queue.
    /// </param>
    public void SetLost(bool lost)
    {
        if (_lost != lost)
        {
            _lost = lost;
            Show();
        }
    }

    public void SetQuarantine(bool on)
    {
        IsQuarantined = on;
        Show();
    }

    /// <summary>An answer agreed with the index.</summary>
    public void Confirm()
    {
        Contradictions = 0;
        if (++Confirmations == ConfirmationsToTrust && Earned != KvTrust.Trusted)
        {
            Set(KvTrust.Trusted, $"{ConfirmationsToTrust} answers in a row agreed with the index");
        }
    }

    /// <summary>An answer contradicted the index.</summary>
    /// <returns>True when that was one too many.</returns>
    public bool Contradict()
    {
        Confirmations = 0;
        return ++Contradictions == KvTrustState.ContradictionsToDistrust;
    }

    private void Show()
    {
        var (trust, cause) = IsQuarantined ? (KvTrust.Untrusted, "quarantined by an operator")
            : _lost ? (KvTrust.Silent, "the connection is lost")
            : _silence is not null ? (KvTrust.Silent, _silence)
            : (_earned.Trust, _earned.Cause);
        var before = _current;
        if (before.Trust != trust || before.Cause != cause)
        {
            _current = new KvTrustState(trust, cause, before.Trust == trust ? before.Since : _time.GetUtcNow());
        }
    }
}
