using PrefixConsole.Access;

namespace PrefixConsole.Live;

/// <summary>Wakes a stream that waits for data when a session may have ended.</summary>
internal sealed class SessionWake : IDisposable
{
    private readonly SessionBook _sessions;
    private readonly Action _signal;

    public SessionWake(SessionBook sessions, Action signal)
    {
        (_sessions, _signal) = (sessions, signal);
        sessions.Changed += signal;
    }

    public void Dispose() => _sessions.Changed -= _signal;
}
