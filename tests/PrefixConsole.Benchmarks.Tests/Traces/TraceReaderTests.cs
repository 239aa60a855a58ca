using System.IO.Compression;
using PrefixConsole.Benchmarks.Traces;

namespace PrefixConsole.Benchmarks.Tests.Traces;

public sealed class TraceReaderTests : IDisposable
{
    private const string Line = """{"timestamp": 27482, "input_length": 6955, "output_length": 52, "hash_ids": [46, 47]}""";

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_Plain_GivesEveryLine()
    {
        File.WriteAllText(_path, $"{Line}\n\n{Line}\n");

        var requests = TraceReader.Read(_path);

        Assert.Equal(2, requests.Count);
        Assert.Equal((27482, 6955, 52), (requests[0].TimestampMs, requests[0].InputTokens, requests[0].OutputTokens));
        Assert.Equal([46, 47], requests[1].Blocks);
    }

    [Fact]
    public void Read_Gzip_GivesTheSame()
    {
        File.WriteAllBytes(_path, Compress(Line));

        Assert.Equal([46, 47], Assert.Single(TraceReader.Read(_path)).Blocks);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"timestamp": 1, "input_length": 5, "output_length": 1}""")]
    [InlineData("""{"timestamp": -1, "input_length": 5, "output_length": 1, "hash_ids": []}""")]
    [InlineData("""{"timestamp": 1, "input_length": 0, "output_length": 1, "hash_ids": []}""")]
    [InlineData("""{"timestamp": 1, "input_length": 5, "output_length": -1, "hash_ids": []}""")]
    [InlineData("""{"timestamp": 1, "input_length": 5, "output_length": 1, "hash_ids": [-4]}""")]
    [InlineData("""{"timestamp": 1, "input_length": 5, "output_length": 1, "hash_ids": ["a"]}""")]
    [InlineData("""{"timestamp": 1, "input_length": 1e300, "output_length": 1, "hash_ids": []}""")]
    public void Read_MalformedLine_NamesItsNumber(string line)
    {
        File.WriteAllText(_path, $"{Line}\n{line}\n");

        Assert.Contains("line 2", Assert.Throws<UsageException>(() => TraceReader.Read(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TruncatedGzip_SaysSo()
    {
        var whole = Compress(string.Join('\n', Enumerable.Range(0, 500).Select(i => Line.Replace("46", $"{i * 7919}", StringComparison.Ordinal))));
        File.WriteAllBytes(_path, whole[..(whole.Length / 2)]);

        Assert.Throws<UsageException>(() => TraceReader.Read(_path));
    }

    [Fact]
    public void Read_MissingOrEmptyFile_SaysSo()
    {
        Assert.Contains("no requests", Assert.Throws<UsageException>(() => TraceReader.Read(_path)).Message, StringComparison.Ordinal);
        Assert.Contains("no file", Assert.Throws<UsageException>(() => TraceReader.Read(_path + ".not")).Message, StringComparison.Ordinal);
    }

    private static byte[] Compress(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var writer = new StreamWriter(gzip))
        {
            writer.Write(text);
        }

        return bytes.ToArray();
    }
}
