using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace PrefixConsole.Access;

/// <summary>
/// Section <c>Access</c> as it is now. A file that was saved with a mistake must not lock everybody out: until it is mended the last good
/// options stay, where the framework's own monitor throws at every request.
/// </summary>
internal sealed partial class LastGoodAccess : IOptionsMonitor<AccessOptions>, IDisposable
{
    private readonly IOptionsFactory<AccessOptions> _factory;
    private readonly ILogger<LastGoodAccess> _log;
    private readonly List<IDisposable> _changes = [];
    private volatile AccessOptions _current;

    /// <exception cref="OptionsValidationException">The configuration was bad from the start.</exception>
    public LastGoodAccess(IOptionsFactory<AccessOptions> factory, IEnumerable<IOptionsChangeTokenSource<AccessOptions>> sources, ILogger<LastGoodAccess> log)
    {
        (_factory, _log) = (factory, log);
        _current = factory.Create(Options.DefaultName);
        foreach (var source in sources)
        {
            _changes.Add(ChangeToken.OnChange(source.GetChangeToken, Reload));
        }
    }

    private event Action<AccessOptions, string?>? Changed;

    public AccessOptions CurrentValue => _current;

    public AccessOptions Get(string? name) => _current;

    public IDisposable OnChange(Action<AccessOptions, string?> listener)
    {
        Changed += listener;
        return new Subscription(() => Changed -= listener);
    }

    public void Dispose() => _changes.ForEach(c => c.Dispose());

    private void Reload()
    {
        try
        {
            _current = _factory.Create(Options.DefaultName);
        }
        catch (OptionsValidationException invalid)
        {
            LogRefused(_log, string.Join("; ", invalid.Failures));
            return;
        }
        catch (InvalidOperationException mistyped)
        {
            // The binder's words: they name the key and the type it wanted.
            LogRefused(_log, mistyped.Message);
            return;
        }

        Changed?.Invoke(_current, Options.DefaultName);
    }

    [LoggerMessage(LogLevel.Error, "The changed configuration is invalid; users and tokens stay as they were: {Problems}")]
    private static partial void LogRefused(ILogger logger, string problems);

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
