using TextVae.Batches;
using TextVae.Models;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Models;

public sealed class InformationNetworkTests
{
    private static readonly ModelOptions Informed = Tiny.Autoencoder with { HasInformationNetwork = true };

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void A_bound_does_not_depend_on_batch_mates_or_padding(CellKind cell)
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Informed with { Cell = cell });
        using var together = Batch.Of(Tiny.Sentences);
        var z = torch.randn(Tiny.Sentences.Length, 2);
        var all = Tiny.Floats(Bound(model, together, z));

        for (var i = 0; i < Tiny.Sentences.Length; i++)
        {
            using var alone = Batch.Of([Tiny.Sentences[i]]);
            Assert.Equal(all[i], Bound(model, alone, z.narrow(0, i, 1)).item<float>(), 1e-4);
        }
    }

    [Fact]
    public void A_bound_is_that_of_the_states_and_of_nothing_else()
    {
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Informed);
        using var batch = Batch.Of([[4, 5, 6]]);
        using var other = Batch.Of([[6, 6, 4]]);
        var z = torch.randn(1, 2);
        var states = model.States(batch, z);

        var ofStates = model.InformationBound(states, z, batch).item<float>();

        Assert.Equal(ofStates, model.InformationBound(states, z, other).item<float>());
        Assert.NotEqual(ofStates, Bound(model, other, z).item<float>(), 1e-3);
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void Gradients_of_every_parameter_agree_with_finite_differences(CellKind cell)
    {
        using var precise = new DoublePrecision();
        var options = new ModelOptions { Cell = cell, Embedding = 2, Hidden = 4, Latent = 2, HasInformationNetwork = true };
        using var model = (VariationalAutoencoder)TextModel.Create(options, Tiny.Words, seed: 5);
        using var batch = Batch.Of([[4, 5, 6], [], [6]]);
        var z = torch.randn(3, 2);

        GradientCheck.Check(model.named_parameters(), () => Bound(model, batch, z).mean());
    }

    // x = a z + noise of variance s has I(z; x) = ½ ln(1 + a²/s) nats a dimension, whatever is done to guess z from x.
    [Fact]
    public void It_learns_what_a_noisy_channel_says_of_z_and_claims_no_more()
    {
        const double gain = 2;
        const double noise = 0.5;
        const int pairs = 512;
        torch.random.manual_seed(7);
        using var network = new InformationNetwork(new ModelOptions { Hidden = 8, Latent = 2 });
        using var batch = Batch.Of([.. Enumerable.Repeat(Array.Empty<int>(), pairs)]);
        using var adam = torch.optim.Adam(network.parameters(), 0.02);
        var map = torch.zeros(2, 8);
        map[0, 0] = map[1, 1] = 0.2;
        torch.Tensor Bound()
        {
            var z = torch.randn(pairs, 2);
            var x = z.Times(gain).Plus(torch.randn(pairs, 2).Times(Math.Sqrt(noise)));
            return network.Forward(x.matmul(map).unsqueeze(0), batch).LogRatioToPrior(z).mean();
        }

        for (var step = 0; step < 300; step++)
        {
            using var scope = torch.NewDisposeScope();
            adam.zero_grad();
            (-Bound()).backward();
            adam.step();
        }

        using var quiet = torch.no_grad();
        var information = 2 * 0.5 * Math.Log(1 + (gain * gain / noise));
        var bound = Enumerable.Range(0, 100).Average(_ => Bound().ToDouble());
        Assert.InRange(bound, information - 0.1, information + 0.01);
    }

    [Fact]
    public void With_it_all_other_parameters_start_as_they_do_without()
    {
        using var without = TextModel.Create(Tiny.Autoencoder, Tiny.Words, seed: 9);
        using var with = TextModel.Create(Informed, Tiny.Words, seed: 9);

        var names = with.named_parameters().Select(named => named.name).ToArray();
        Assert.Equal(without.named_parameters().Select(named => named.name), names.Where(name => !name.StartsWith("information.", StringComparison.Ordinal)));
        Assert.Equal(12, names.Length - without.parameters().Count());
        foreach (var (name, parameter) in without.named_parameters())
            Assert.Equal(Tiny.Floats(parameter), Tiny.Floats(with.get_parameter(name)!));
    }

    [Fact]
    public void A_language_model_has_none()
    {
        using var model = TextModel.Create(Tiny.Language with { HasInformationNetwork = true }, Tiny.Words, seed: 9);

        Assert.DoesNotContain(model.named_parameters(), named => named.name.StartsWith("information", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_without_it_has_no_bound()
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of(Tiny.Sentences);
        var z = torch.randn(Tiny.Sentences.Length, 2);

        var error = Assert.Throws<InvalidOperationException>(() => Bound(model, batch, z));

        Assert.Equal("This model has no q_MI: it was not made for the mutual-information objective.", error.Message);
    }

    private static torch.Tensor Bound(VariationalAutoencoder model, Batch batch, torch.Tensor z) =>
        model.InformationBound(model.States(batch, z), z, batch);
}
