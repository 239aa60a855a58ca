using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PrefixConsole.Gateway.Tests.Forwarding;

/// <summary>Keeps what is logged: messages, their parts and exceptions.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> All => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        _lines.Enqueue($"scope {state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var parts = state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(", ", values) : "";
        _lines.Enqueue($"{logLevel} {formatter(state, exception)} {parts} {exception}");
    }

    public void Dispose()
    {
    }
}
