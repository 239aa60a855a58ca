using System.Text;
using Microsoft.JSInterop;

namespace PrefixConsole.Tests.Components.DryRuns;

/// <summary>What a browser has in its text area, as the page reads it: in pieces, within a bound.</summary>
internal sealed class PastedText(string text) : IJSStreamReference
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

    public long Length => _bytes.Length;

    public bool Opened { get; private set; }

    public ValueTask<Stream> OpenReadStreamAsync(long maxAllowedSize = 512_000, CancellationToken cancellationToken = default)
    {
        Opened = true;
        return _bytes.Length > maxAllowedSize
            ? throw new ArgumentOutOfRangeException(nameof(maxAllowedSize))
            : ValueTask.FromResult<Stream>(new MemoryStream(_bytes));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
