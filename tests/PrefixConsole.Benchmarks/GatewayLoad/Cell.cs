using PrefixConsole.Benchmarks.Measuring;

namespace PrefixConsole.Benchmarks.GatewayLoad;

/// <summary>All figures of one kind of load. Ratios are taken within each round, where both sides saw the same machine.</summary>
internal sealed class Cell(string name)
{
    private readonly List<Figure> _figures = [];

    public string Name { get; } = name;

    public long Errors => _figures.Sum(figure => figure.Load.Errors);

    public IEnumerable<string> Contenders => _figures.Select(figure => figure.Contender).Distinct();

    public void Add(Figure figure) => _figures.Add(figure);

    public long ErrorsOf(string contender) => Of(contender).Sum(figure => figure.Load.Errors);

    public double Median(string contender, Func<Figure, double> value) => new Quantiles(Of(contender).Select(value)).Median;

    /// <summary>Median over the rounds of value / value of <paramref name="other"/>; NaN when one of them was not measured.</summary>
    public double Ratio(string contender, string other, Func<Figure, double> value) => Pairs(contender, other, (a, b) => value(a) / value(b));

    /// <summary>Median over the rounds of value − value of <paramref name="other"/>.</summary>
    public double Difference(string contender, string other, Func<Figure, double> value) => Pairs(contender, other, (a, b) => value(a) - value(b));

    private IEnumerable<Figure> Of(string contender) => _figures.Where(figure => figure.Contender == contender);

    private double Pairs(string contender, string other, Func<Figure, Figure, double> combine)
    {
        double[] values = [.. Of(contender).Join(Of(other), figure => figure.Round, figure => figure.Round, combine)];
        return values.Length == 0 ? double.NaN : new Quantiles(values).Median;
    }
}
