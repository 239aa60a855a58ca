using Microsoft.Extensions.Options;

namespace PrefixConsole.Tests.Components;

/// <summary>Options that a test can change, as an edited file would.</summary>
internal sealed class ChangingOptions<T>(T value) : IOptionsMonitor<T>
{
    public T CurrentValue { get; set; } = value;

    public T Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<T, string?> listener) => null;
}
