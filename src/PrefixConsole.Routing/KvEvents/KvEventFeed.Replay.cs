namespace PrefixConsole.Routing.KvEvents;

// Batches that were missed, asked for again; and what is known of the peer.
public sealed partial class KvEventFeed
{
    /// <summary>Silence in which an engine that served new prompts should have reported.</summary>
    private static readonly TimeSpan s_longQuiet = TimeSpan.FromSeconds(10);

    /// <summary>Answers to prompts with blocks the engine did not have, and no batch since.</summary>
    private const int UnreportedToSilence = 5;

    private ulong? _asked;
    private string? _replayFailure;
    private KvTrustState? _goal;
    private bool _verifying;
    private bool _verified;
    private bool _wantsReplay;
    private bool _connected;
    private long? _restartedAt;
    private int _unreported;
    private long _replays;
    private long _failedReplays;

    /// <summary>Somebody can ask the engine for batches again. Without it a gap costs the feed its trust.</summary>
    public bool CanReplay { get; set; }

    /// <summary>First batch to ask for when <see cref="Receive"/> said <see cref="KvReceipt.Replay"/> or <see cref="WantsReplay"/> does.</summary>
    public ulong ReplayFrom
    {
        get
        {
            lock (_gate)
            {
                return _asked ?? _next ?? 0;
            }
        }
    }

    /// <summary>There is reason to replay without a batch that asks for it: an operator wants a resync, or the connection was lost and found.</summary>
    public bool WantsReplay
    {
        get
        {
            lock (_gate)
            {
                return _wantsReplay;
            }
        }
    }

    /// <summary>The engine is asked for missing batches.</summary>
    public void BeginReplay()
    {
        lock (_gate)
        {
            _replays++;
            _wantsReplay = false;
            _verified = false;
        }
    }

    /// <summary>A batch of the replay came. Never <see cref="KvReceipt.Replay"/>.</summary>
    public KvReceipt ReceiveReplayed(ulong sequence, ulong fingerprint)
    {
        using var change = new Change(this);
        lock (_gate)
        {
            _verified |= _verifying && sequence == _asked && _log.Contains(sequence, fingerprint);
            if (_removed || sequence < _next || (_verifying && !_verified))
            {
                return KvReceipt.Ignore;
            }

            if (sequence > (_next ?? 0))
            {
                // the engine no longer has what came before: what it still has is the truth, but not all of it
                _replayFailure ??= $"the engine's history starts at batch {sequence}";
                StartOver(_next > 0 ? KvTrust.Untrusted : KvTrust.CatchingUp, $"{_replayFailure}; built again from there");
            }

            Begin(sequence, fingerprint);
            return KvReceipt.Apply;
        }
    }

    /// <summary>The replay is over, with what the engine still had.</summary>
    /// <param name="failure">Null when it ended as it should, else why not, in words.</param>
    public void EndReplay(string? failure)
    {
        using var change = new Change(this);
        lock (_gate)
        {
            _applying = false;
            if (_verifying && !_verified && failure is null)
            {
                // an engine that does not know its own last batch is another one
                Restart("the engine restarted while it was out of reach");
                AskForAll("the engine restarted while it was out of reach, replaying from the first batch");
                return;
            }

            _verifying = false;
            _replayFailure ??= failure;
            if (_replayFailure is null)
            {
                _trust.SetSilence(null);
                if (_goal is { } goal)
                {
                    _trust.Set(goal.Trust, goal.Cause);
                }
            }
            else
            {
                _failedReplays++;
                if (_goal is not null && _trust.Earned == KvTrust.CatchingUp)
                {
                    _trust.Set(KvTrust.CatchingUp, $"the replay is not complete: {_replayFailure}");
                }
            }

            _goal = null;
        }
    }

    /// <summary>The transport found or lost its peer.</summary>
    public void SetConnected(bool connected)
    {
        using var change = new Change(this);
        lock (_gate)
        {
            if (_connected == connected)
            {
                return;
            }

            _connected = connected;
            if (connected && _trust.IsSilent)
            {
                _trust.SetSilence("connected, and nothing heard yet");
                Verify();
            }

            _trust.SetLost(!connected);
        }
    }

    /// <summary>Batches had to be thrown away because they came faster than they were read.</summary>
    public void OnOverflow(long batches)
    {
        using var change = new Change(this);
        lock (_gate)
        {
            if (_trust.Earned != KvTrust.Trusted)
            {
                return;
            }

            var cause = $"{batches} batches came faster than they could be read";
            if (CanReplay)
            {
                _goal ??= _trust.EarnedState;
                _wantsReplay = true;
                _trust.Set(KvTrust.CatchingUp, cause + ", replaying");
            }
            else
            {
                // the number of the next one shows the gap; until then
                _trust.Set(KvTrust.Untrusted, cause);
            }
        }
    }

    /// <summary>The process behind the worker was seen to be another one; its cache is empty, whatever was reported.</summary>
    /// <param name="cause">How that was seen.</param>
    /// <param name="since"><see cref="TimeProvider.GetTimestamp"/> of when it was last seen to be the old one: a restart noticed after that is the same.</param>
    public void OnRestarted(string cause, long since)
    {
        using var change = new Change(this);
        lock (_gate)
        {
            if (_batches > 0 && !(_restartedAt >= since))
            {
                Restart(cause);
            }
        }
    }

    /// <summary>An engine said how much of a prompt it had cached, which the index had an opinion on when the request was decided.</summary>
    /// <param name="reportedBlocks">Leading token blocks the index gave the worker.</param>
    /// <param name="promptBlocks">Full token blocks of the prompt.</param>
    /// <param name="cachedTokens">What the engine said.</param>
    /// <param name="blockTokens">Tokens per index block.</param>
    /// <remarks>
    /// Less than the index said, by more than a block of either size, is a contradiction: an engine computes the last block of a prompt it has
    /// whole, and rounds down to its own blocks. More than the index said proves nothing: another request may have stored it meanwhile.
    /// </remarks>
    public void OnAnswer(int reportedBlocks, int promptBlocks, int cachedTokens, int blockTokens)
    {
        using var change = new Change(this);
        lock (_gate)
        {
            if (cachedTokens / blockTokens < promptBlocks - 1)
            {
                _unreported++;
            }

            var slack = Math.Max(blockTokens, _applier.EngineBlockSize ?? 0);
            var expected = reportedBlocks * blockTokens;
            if (reportedBlocks == 0 || cachedTokens > expected + slack)
            {
                return;
            }

            if (cachedTokens >= expected - slack)
            {
                _trust.Confirm();
            }
            else if (_trust.Contradict())
            {
                StartOver(
                    KvTrust.Untrusted,
                    $"{KvTrustState.ContradictionsToDistrust} answers in a row had less cached than reported; built again from what comes");
            }
        }
    }

    /// <summary>Looks whether an engine that should have reported did not.</summary>
    internal void Watch()
    {
        using var change = new Change(this);
        lock (_gate)
        {
            if (_unreported >= UnreportedToSilence && LastBatch is { } last && _time.GetElapsedTime(last) > s_longQuiet && !_trust.IsSilent)
            {
                _trust.SetSilence($"the engine served {_unreported} prompts and reported nothing");
            }
        }
    }

    private void AskFor(ulong first)
    {
        _asked = first;
        _wantsReplay = true;
    }

    /// <summary>The history from the start: complete, it makes the feed trusted.</summary>
    private void AskForAll(string cause)
    {
        _next = 0;
        _trust.Set(KvTrust.CatchingUp, cause);
        _goal = new KvTrustState(KvTrust.Trusted, "complete after a replay", default);
        AskFor(0);
    }

    /// <summary>After a lost connection: does the engine still know the last batch that was applied? Asks for it and all that followed.</summary>
    private void Verify()
    {
        if (!CanReplay)
        {
            return;
        }

        if (_next is > 0)
        {
            _verifying = true;
            AskFor(_next.Value - 1);
        }
        else
        {
            AskForAll("connected, replaying from the first batch");
        }
    }
}
