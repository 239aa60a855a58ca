namespace PrefixConsole.Components.Layout;

/// <summary>What all pages of one circuit share: whether live data is paused, and the look.</summary>
public sealed class ConsoleSession
{
    private bool _paused;
    private bool _isDark;
    private bool _hidden;

    /// <summary>Raised on the circuit's own context when anything below changed.</summary>
    public event Action? Changed;

    /// <summary>While true pages keep what they show.</summary>
    public bool Paused
    {
        get => _paused;
        set => Set(ref _paused, value);
    }

    /// <summary>The tab is in the background: nothing needs to be drawn.</summary>
    public bool Hidden
    {
        get => _hidden;
        set => Set(ref _hidden, value);
    }

    /// <summary>Pages stand still: paused, or not to be seen.</summary>
    public bool Still => Paused || Hidden;

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
