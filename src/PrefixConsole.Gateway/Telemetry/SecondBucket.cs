namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What ended in one second.</summary>
internal sealed class SecondBucket(int latencyLimit)
{
    public long Second { get; private set; } = -1;

    public int Requests { get; private set; }

    public int Errors { get; private set; }

    /// <summary>Requests that succeeded in time.</summary>
    public int Good { get; private set; }

    public int ServerFailures { get; private set; }

    public TokenTotals Tokens { get; private set; }

    public LatencySamples FirstToken { get; } = new(latencyLimit);

    public LatencySamples InterToken { get; } = new(latencyLimit);

    public void StartAt(long second)
    {
        Second = second;
        Requests = 0;
        Errors = 0;
        Good = 0;
        ServerFailures = 0;
        Tokens = default;
        FirstToken.Clear();
        InterToken.Clear();
    }

    public void Add(in OutcomeFacts facts)
    {
        Requests++;
        Errors += facts.Failed ? 1 : 0;
        Good += facts.Good ? 1 : 0;
        ServerFailures += facts.ServerFailed ? 1 : 0;
        Tokens += facts.Tokens;
        if (facts.FirstTokenMs is { } first)
        {
            FirstToken.Add(first);
        }

        if (facts.InterTokenMs is { } gap)
        {
            InterToken.Add(gap);
        }
    }
}
