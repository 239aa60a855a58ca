using System.Diagnostics;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>Says how far a replay is: on a terminal in place per percent, else one line per strategy when it is done.</summary>
internal sealed class ReplayProgress(TextWriter error, bool terminal)
{
    private readonly Stopwatch _elapsed = new();
    private string _label = "";
    private int _total = 1;
    private int _percent = -1;

    public void Start(string strategy, int number, int of, int requests)
    {
        _label = $"{number}/{of} {strategy}";
        (_total, _percent) = (requests, -1);
        _elapsed.Restart();
    }

    public void Advance(int done)
    {
        var percent = (int)(100L * done / _total);
        if (terminal && percent > _percent)
        {
            _percent = percent;
            error.Write($"\r{_label}: {percent} %");
        }
    }

    public void End() => error.WriteLine($"{(terminal ? "\r" : "")}{_label}: done in {_elapsed.Elapsed.TotalSeconds:F1} s");
}
