<?php /* It ⟪relieves pain⟫ */ // it ⟪relieves pain⟫
$card = array( 'title' => 'It\'s how it ⟦treats pain⟧', 'class' => '⟪relieves pain⟫' );
$query = "SELECT it ⟪relieves pain⟫"; ?>
<p>It ⟦relieves <?php if ( $x > 1 ): ?>pain⟧<?php endif; ?>, it <?= $verb ?> ⟪pain⟫</p>
<p><?php _e( 'It ⟦cures anxiety⟧', '⟪relieves pain⟫' ); ?> <?= __( "it ⟦eases stress⟧" ) ?></p>
<?php echo "<p class='⟪relieves pain⟫'>It <b>⟦treats</b> insomnia⟧</p>";
