using BenchmarkDotNet.Attributes;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary>Cutting and hashing a prompt into blocks, from tokens and from the same amount of text (4 bytes per token).</summary>
public class HashingBenchmarks
{
    private static readonly PrefixNamespace s_space = new("bench");

    private int[] _tokens = [];
    private byte[] _text = [];

    [Params(1024, 12 * 1024, 128 * 1024)]
    public int Tokens { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        _tokens = [.. Enumerable.Range(0, Tokens).Select(_ => random.Next(128_000))];
        _text = [.. Enumerable.Range(0, 4 * Tokens).Select(_ => (byte)random.Next(' ', '~'))];
    }

    [Benchmark]
    public object OfTokens() => PrefixHasher.HashTokens(_tokens, s_space, PrefixHasher.DefaultTokenBlock, []);

    [Benchmark]
    public object OfText() => PrefixHasher.HashText(_text, s_space, PrefixHasher.DefaultTextBlock, []);
}
