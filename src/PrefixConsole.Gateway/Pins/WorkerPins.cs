using System.Security.Cryptography;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Pins;

/// <summary>
/// Tokens by which an operator's test request goes to one worker, whatever the strategy. In memory only, at most <see cref="MaxPins"/>, each for
/// <see cref="Life"/>; a restart ends them, and so does the worker's leaving: a later one of the same name is another. Callers audit.
/// </summary>
public sealed class WorkerPins(WorkerRegistry registry, TimeProvider time)
{
    /// <summary>Header of a request that holds a token.</summary>
    public const string Header = GatewayHeaders.Pin;

    /// <summary>Start of every token, by which scanners of repositories can find a leaked one.</summary>
    public const string Prefix = "pin_";

    /// <summary>Pins that count at a time, of all workers.</summary>
    public const int MaxPins = 64;

    /// <summary>How long a pin counts.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _pins = new(StringComparer.Ordinal);

    /// <summary>Makes a pin; null, and why, when there can be none.</summary>
    public (WorkerPin? Pin, PinRefusal Refusal) Create(WorkerId id)
    {
        if (registry.Find(id) is not { } worker)
        {
            return (null, PinRefusal.UnknownWorker);
        }

        if (worker.Config.Role is WorkerRole.Prefill)
        {
            return (null, PinRefusal.TakesNoRequests);
        }

        lock (_gate)
        {
            ForgetEnded();
            if (_pins.Count >= MaxPins)
            {
                return (null, PinRefusal.TooMany);
            }

            var pin = new WorkerPin(Prefix + RandomNumberGenerator.GetHexString(32, lowercase: true), id, time.GetUtcNow() + Life);
            _pins.Add(pin.Token, new Entry(worker, pin.ExpiresAt));
            return (pin, PinRefusal.None);
        }
    }

    /// <summary>Where requests with the token go; null when it does not count.</summary>
    public WorkerId? Find(string token)
    {
        lock (_gate)
        {
            return _pins.TryGetValue(token, out var pin) && Counts(pin) ? pin.Worker.Id : null;
        }
    }

    /// <summary>How many pins of a worker count, and until when the last of them does.</summary>
    public (int Count, DateTimeOffset? Until) Of(WorkerId id)
    {
        lock (_gate)
        {
            var (count, until) = (0, (DateTimeOffset?)null);
            foreach (var pin in _pins.Values)
            {
                if (pin.Worker.Id == id && Counts(pin))
                {
                    (count, until) = (count + 1, until > pin.ExpiresAt ? until : pin.ExpiresAt);
                }
            }

            return (count, until);
        }
    }

    /// <summary>Ends all pins of a worker; those in flight finish. Null: no such worker; else how many counted.</summary>
    public int? End(WorkerId id)
    {
        if (registry.Find(id) is null)
        {
            return null;
        }

        lock (_gate)
        {
            ForgetEnded();
            var ended = 0;
            foreach (var (token, pin) in _pins)
            {
                ended += pin.Worker.Id == id && _pins.Remove(token) ? 1 : 0;
            }

            return ended;
        }
    }

    private bool Counts(Entry pin) => pin.ExpiresAt > time.GetUtcNow() && registry.Find(pin.Worker.Id) == pin.Worker;

    private void ForgetEnded()
    {
        foreach (var (token, pin) in _pins)
        {
            if (!Counts(pin))
            {
                _pins.Remove(token);
            }
        }
    }

    private sealed record Entry(Worker Worker, DateTimeOffset ExpiresAt);
}
