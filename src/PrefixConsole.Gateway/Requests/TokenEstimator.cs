using System.Collections.Concurrent;

namespace PrefixConsole.Gateway.Requests;

/// <summary>
/// Prompt tokens from bytes of prefix text: bytes ÷ (bytes per token of the model). The ratio starts at 4 and follows what
/// workers report in <c>usage.prompt_tokens</c>: ratio += 0.05 × (seen − ratio), each seen value clamped to 1…16. At most 1,000
/// models are learned; the others keep 4.
/// </summary>
internal sealed class TokenEstimator
{
    public const double InitialRatio = 4;
    private const double Weight = 0.05;
    private const int MaxModels = 1_000;

    private readonly ConcurrentDictionary<string, double> _ratios = new(StringComparer.Ordinal);

    public double RatioOf(string model) => _ratios.TryGetValue(model, out var ratio) ? ratio : InitialRatio;

    public int Estimate(string model, int bytes) => bytes == 0 ? 0 : Math.Max(1, (int)(bytes / RatioOf(model)));

    public void Learn(string model, int bytes, int tokens)
    {
        if (bytes <= 0 || tokens <= 0 || (_ratios.Count >= MaxModels && !_ratios.ContainsKey(model)))
        {
            return;
        }

        var seen = Math.Clamp((double)bytes / tokens, 1, 16);
        _ratios.AddOrUpdate(model, static (_, s) => InitialRatio + (Weight * (s - InitialRatio)), static (_, old, s) => old + (Weight * (s - old)), seen);
    }
}
