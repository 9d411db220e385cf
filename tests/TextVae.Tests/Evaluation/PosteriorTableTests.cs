using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Native;
using TorchSharp;

namespace TextVae.Tests.Evaluation;

public sealed class PosteriorTableTests
{
    public PosteriorTableTests() => NativeRuntime.EnsureLoaded();

    [Theory]
    [InlineData(0.0999, 0)]
    [InlineData(0.1001, 1)]
    public void A_dimension_is_active_where_its_mean_varies_by_more_than_a_hundredth(double deviation, int active)
    {
        // The variance of these three means is the square of the deviation; the other dimension's mean is large but the same.
        var table = Posteriors.Of(
            [[1 - deviation, 50], [1, 50], [1 + deviation, 50]], [[1, 0.1], [2, 0.2], [0.5, 0.3]]);

        Assert.Equal(active, table.ActiveUnits());
    }

    [Theory]
    [InlineData(0.0199, 0)]
    [InlineData(0.0201, 1)]
    public void Under_a_learnt_prior_it_is_a_hundredth_of_the_priors_variance(double deviation, int active)
    {
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Latent = 1, Prior = PriorKind.Learned });
        using (torch.no_grad())
            model.Prior!.get_parameter("whitening")!.FillInPlace(Math.Log(5)); // a deviation of a fifth

        var table = Posteriors.Of([[3 - deviation], [3], [3 + deviation]], [[1], [1], [1]], PriorDensity.Of(model));

        Assert.Equal(active, table.ActiveUnits());
    }

    [Fact]
    public void One_sentence_alone_shows_no_active_dimension() =>
        Assert.Equal(0, Posteriors.Of([[3, 4]], [[1, 1]]).ActiveUnits());

    [Fact]
    public void The_divergence_of_each_dimension_is_its_closed_form()
    {
        var table = Posteriors.Of([[2, 0], [0, 0]], [[1, 0.5], [1, 0.5]]);

        var kl = table.KlPerDimension();

        Assert.Equal(1, kl[0], 1e-6);
        Assert.Equal((0.25 - 1 - Math.Log(0.25)) / 2, kl[1], 1e-6);
    }
}
