using System.IO.Compression;
using System.Runtime.InteropServices;
using PrefixConsole.Benchmarks.ReportedIndex;

namespace PrefixConsole.Benchmarks.Tests.ReportedIndex;

public sealed class IndexVerbTests : IDisposable
{
    private static readonly ulong[] s_locals = [11, 12, 13, 14];
    private static readonly ulong[] s_chain = OperationReader.Chain(s_locals);

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    /// <summary>Worker 1 holds three blocks, worker 2 the first; then worker 1 drops its third: 2·3 + 3·1, then 2·2 + 3·1.</summary>
    [Theory]
    [InlineData(1, 16)]
    [InlineData(4, 64)]
    public async Task Index_SmallStream_PrintsItsChecksum(int expand, long checksum)
    {
        Write(
            Store(1, null, 0, 3),
            Store(2, null, 0, 1),
            Find(),
            [3, 1, 0, 0, 1, s_chain[2]],
            Find());

        var (code, output, _) = await RunAsync("index", "--ops", _path, "--rounds", "1", "--seconds", "0.01", "--expand", $"{expand}");

        Assert.Equal(Verbs.Done, code);
        Assert.Contains($"checksum {checksum}, of a naive model {checksum}, beside a writer the same", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_StoreBelowAnUnknownParent_IsRefused()
    {
        Write(Find(), Store(1, s_chain[0], 1, 2));

        Assert.Contains("parent", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_BadStreams_AreRefusedByRecord()
    {
        Write(Find(), [9, 0, 0, 0, 0]);
        Assert.Contains("record 2 has kind 9", await RefusalAsync(), StringComparison.Ordinal);
        Write(Find(), [2, 5000, 0, 0, 0]);
        Assert.Contains("record 2 names worker 5000", await RefusalAsync(), StringComparison.Ordinal);
        Write(Find(), [1, 0, 0, 0, ulong.MaxValue]);
        Assert.Contains("record 2 is cut off", await RefusalAsync(), StringComparison.Ordinal);
        Write(Find(), [2, 0, 0]);
        Assert.Contains("record 2 is cut off", await RefusalAsync(), StringComparison.Ordinal);
        Write(Find());
        Assert.Contains("no store", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_BadFiles_AreRefused()
    {
        await File.WriteAllTextAsync(_path, "PCOPS002--------", TestContext.Current.CancellationToken);
        Assert.Contains("PCOPS001", await RefusalAsync(), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(_path, [], TestContext.Current.CancellationToken);
        Assert.Contains("PCOPS001", await RefusalAsync(), StringComparison.Ordinal);
        Write(Find(), Store(1, null, 0, 3));
        var whole = await File.ReadAllBytesAsync(_path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_path, whole[..(whole.Length / 2)], TestContext.Current.CancellationToken);
        Assert.StartsWith("--ops", await RefusalAsync(), StringComparison.Ordinal);
        File.Delete(_path);
        Assert.Contains("no file", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rounds", "0")]
    [InlineData("--seconds", "0")]
    [InlineData("--seconds", "NaN")]
    [InlineData("--expand", "33")]
    [InlineData("--rounds", "many")]
    [InlineData("--nothing", "1")]
    public async Task Index_BadOption_IsNamed(string option, string value) =>
        Assert.Contains(option, await RefusalAsync(option, value), StringComparison.Ordinal);

    private static ulong[] Find() => [1, 0, 0, 0, (ulong)s_locals.Length, .. s_locals];

    private static ulong[] Store(int worker, ulong? parent, int from, int count) =>
        [2, (ulong)worker, parent is null ? 0UL : 1, parent ?? 0, (ulong)count, .. Enumerable.Range(from, count).SelectMany(i => new[] { s_locals[i], s_chain[i] })];

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Verbs.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private async Task<string> RefusalAsync(params string[] more)
    {
        var (code, _, error) = await RunAsync(["index", "--ops", _path, .. more]);
        Assert.Equal(Verbs.BadUsage, code);
        return error;
    }

    private void Write(params ulong[][] records)
    {
        using var gzip = new GZipStream(File.Create(_path), CompressionLevel.Fastest);
        gzip.Write("PCOPS001"u8);
        gzip.Write(MemoryMarshal.AsBytes<ulong>([.. records.SelectMany(r => r)]));
    }
}
