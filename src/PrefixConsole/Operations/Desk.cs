using MudBlazor;
using PrefixConsole.Access;

namespace PrefixConsole.Operations;

/// <summary>The operator at one browser tab: who it is, and acting in that one's name.</summary>
public sealed class Desk(Acts acts, ISnackbar snackbar)
{
    private Actor _seated = Actor.Nobody;
    private Func<bool>? _isCurrent;

    /// <summary>
    /// Who sits here; nobody before the circuit starts. One whose session has ended keeps the name and may do nothing: asked anew each time,
    /// because a tab that is still open is no proof of anything.
    /// </summary>
    public Actor Actor => _isCurrent is null || _isCurrent() ? _seated : _seated with { Role = "session ended", Permissions = Permissions.None };

    /// <summary>Raised when somebody else sits here: the session ended.</summary>
    public event Action? Changed;

    public bool CanOperate => Actor.May(Permissions.Operate);

    /// <param name="actor">Who.</param>
    /// <param name="isCurrent">Whether that one's session still lasts; null for one that does not end.</param>
    public void Seat(Actor actor, Func<bool>? isCurrent = null)
    {
        (_seated, _isCurrent) = (actor, isCurrent);
        Changed?.Invoke();
    }

    /// <summary>Title of a control that the operator may not use; null when allowed.</summary>
    public string? Why(Permissions needed, string? otherwise = null) => Actor.May(needed) ? otherwise : $"Needs the role {Roles.Needed(needed)}";

    /// <summary>Does something that is done, or there is no such target; as of <see cref="Acts"/>. A refusal is shown and is false.</summary>
    public Task<bool> DoAsync(string action, string target, Func<bool> act, Func<object?> state, Permissions needed = Permissions.Operate) =>
        OrShowAsync(() => acts.DoAsync(Actor, action, target, act, state, needed: needed));

    /// <summary>Does something; a refusal is shown and gives the default value.</summary>
    public Task<T?> DoAsync<T>(string action, string target, Func<T> act, Func<T, ActReport> report, Permissions needed = Permissions.Operate) =>
        DoAsync(action, target, () => Task.FromResult(act()), report, needed);

    /// <inheritdoc cref="DoAsync{T}(string, string, Func{T}, Func{T, ActReport}, Permissions)"/>
    public Task<T?> DoAsync<T>(string action, string target, Func<Task<T>> act, Func<T, ActReport> report, Permissions needed = Permissions.Operate) =>
        OrShowAsync(() => acts.DoAsync(Actor, action, target, act, report, needed));

    private async Task<T?> OrShowAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (NotAllowedException refused)
        {
            snackbar.Add(refused.Message, Severity.Warning);
            return default;
        }
    }
}
