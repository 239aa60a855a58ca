namespace PrefixConsole.Components.Layout;

/// <summary>What all pages of one circuit share: whether live data is paused, and the look.</summary>
public sealed class ConsoleSession
{
    private bool _paused;
    private bool _isDark;

    /// <summary>Raised on the circuit's own context when anything below changed.</summary>
    public event Action? Changed;

    /// <summary>While true pages keep what they show.</summary>
    public bool Paused
    {
        get => _paused;
        set => Set(ref _paused, value);
    }

    public bool IsDark
    {
        get => _isDark;
        set => Set(ref _isDark, value);
    }

    private void Set(ref bool field, bool value)
    {
        if (field != value)
        {
            field = value;
            Changed?.Invoke();
        }
    }
}
