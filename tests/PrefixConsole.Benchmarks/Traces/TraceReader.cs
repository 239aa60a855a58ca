using System.IO.Compression;
using System.Text.Json;

namespace PrefixConsole.Benchmarks.Traces;

/// <summary>
/// Reads a whole trace (Mooncake's JSONL: <c>timestamp</c> in ms, <c>input_length</c>, <c>output_length</c>, <c>hash_ids</c>), plain or
/// gzip, before anything runs: a line that is not one is named by its number.
/// </summary>
internal static class TraceReader
{
    private const int MaxLines = 5_000_000;
    private const int MaxLineChars = 4_000_000;
    private const int MaxTokens = 100_000_000;

    /// <exception cref="UsageException">Missing, empty, truncated or malformed.</exception>
    public static List<TraceRequest> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"--trace: there is no file {path}");
        }

        try
        {
            using var file = File.OpenRead(path);
            using var content = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            using var reader = new StreamReader(content);
            return Read(reader, path);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--trace: {path} cannot be read: {e.Message}");
        }
    }

    internal static List<TraceRequest> Read(TextReader reader, string name)
    {
        var requests = new List<TraceRequest>();
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (number > MaxLines || line.Length > MaxLineChars)
            {
                throw new UsageException($"--trace: {name} line {number}: more than {MaxLines:N0} lines or {MaxLineChars:N0} characters in a line");
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                requests.Add(Parse(line, number, name));
            }
        }

        return requests.Count > 0 ? requests : throw new UsageException($"--trace: {name} has no requests");
    }

    private static TraceRequest Parse(string line, int number, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var request = new TraceRequest(
                root.GetProperty("timestamp").GetDouble(),
                root.GetProperty("input_length").GetInt32(),
                root.GetProperty("output_length").GetInt32(),
                [.. root.GetProperty("hash_ids").EnumerateArray().Select(id => id.GetInt64())]);
            return Wrong(request) is { } reason ? throw new FormatException(reason) : request;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new UsageException($"--trace: {name} line {number} is not a request: {e.Message}");
        }
    }

    private static string? Wrong(TraceRequest request) => request switch
    {
        { TimestampMs: < 0 } => "timestamp is negative",
        { TimestampMs: not (>= 0 and <= 1e12) } => "timestamp is too large",
        { InputTokens: < 1 or > MaxTokens } => $"input_length must be 1 to {MaxTokens}",
        { OutputTokens: < 0 or > MaxTokens } => $"output_length must be 0 to {MaxTokens}",
        _ when Array.Exists(request.Blocks, id => id < 0) => "hash_ids holds a negative id",
        _ => null,
    };

    private static bool IsGzip(FileStream file)
    {
        var gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return gzip;
    }
}
