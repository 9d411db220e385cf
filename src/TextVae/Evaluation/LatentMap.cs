using TextVae.Corpus;
using TextVae.Evaluation.Probes;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>A sentence on the map.</summary>
/// <param name="X">Its posterior mean along the direction in which means vary most.</param>
/// <param name="Y">The same of the second direction; 0 where z has one dimension.</param>
/// <param name="Label">The number of its label, -1 for none.</param>
public sealed record MapPoint(double X, double Y, int Label);

/// <summary>Sentences on the two principal axes of their posterior means.</summary>
/// <param name="Points">The sentences.</param>
/// <param name="Shares">The share of the means' whole variance that each axis shows, 0 to 1; 0 where nothing varies.</param>
public sealed record LatentMap(IReadOnlyList<MapPoint> Points, (double X, double Y) Shares)
{
    /// <summary>Draws sentences of a split, only such as have a label where there are any, and projects the means of their q(z|x)
    /// (principal component analysis). Each axis points to where its largest component is positive, so that the map does not flip.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="split">Where sentences are drawn from.</param>
    /// <param name="sentences">The most sentences.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LatentMap Of(
        VariationalAutoencoder model, Dataset dataset, Split split, int sentences = 1000, CancellationToken cancellation = default)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var drawn = new ProbeSentences(dataset, split, new ProbeOptions { Sentences = sentences });
        if (drawn.Count == 0)
            return new LatentMap([], (0, 0));
        var means = drawn.PosteriorMeans(model, cancellation);
        var centred = means - means.mean([0L]);
        var (variance, directions) = LatentAxes.Directions(centred, most: 2);
        var axes = (int)directions.shape[1];
        var places = centred.matmul(directions).contiguous().data<double>().ToArray();
        var labels = drawn.Of(new ProbeTarget("label", ProbeKind.Label, dataset.Labels.Count, (_, label) => label));
        var whole = variance.Sum();
        double Share(int axis) => whole > 0 && axis < axes ? variance[axis] / whole : 0;
        return new LatentMap(
            [.. labels.Select((label, i) => new MapPoint(places[i * axes], axes > 1 ? places[(i * axes) + 1] : 0, (int)label))],
            (Share(0), Share(1)));
    }
}
